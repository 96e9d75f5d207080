/** The surroundings do not allow a row: it was not run, which is no pass. */
export class NotRun extends Error {}
