internal import Commands

await Barwise.main()
