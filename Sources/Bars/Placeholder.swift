// Bars
