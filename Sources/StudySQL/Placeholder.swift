// StudySQL
