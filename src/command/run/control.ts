/** What ends a running text early without being an error of the catalogue. Thrown by commands, caught by the runner. */

/** `exit 3`: the running text ends here, with this status. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly status: number;

  constructor(status: number) {
    super(`exit ${status}`);
    this.status = status;
  }
}

/** A text that a command ran has failed and has said so itself: only the status is left to pass on. */
export class AlreadyReported extends Error {
  override readonly name = 'AlreadyReported';
  readonly status: number;

  constructor(status: number) {
    super(`failed with status ${status}`);
    this.status = status;
  }
}
