// The server is not there.

export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  constructor() {
    super("The server does not answer. Is dbundle serve still running?");
  }
}
