/** Runs a script's main part. What it throws is told to a person: the message without a stack, and exit code 1. */
export function runMain(main: () => void): void {
  try {
    main();
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
