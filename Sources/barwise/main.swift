internal import Commands

await runBarwise()
