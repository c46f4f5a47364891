// What can go wrong, and the exit code that says so.

/** A mistake or a fault that the user can mend: printed as one line, never with a stack. */
export class UserError extends Error {
  override readonly name: string = "UserError";
  /** The exit code of a command that ends with this error. */
  readonly exitCode: number = 1;
}

/** The command line was not understood. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
  override readonly exitCode = 2;
}

/** A file that was named as a bundle is none, or cannot be opened as one. */
export class BundleError extends UserError {
  override readonly name: string = "BundleError";
  override readonly exitCode = 3;
}

/** A bundle is damaged; `reason` says what is wrong with it. */
export class BundleCorruptError extends BundleError {
  override readonly name = "BundleCorruptError";
  constructor(
    message: string,
    readonly reason: string,
  ) {
    super(message);
  }
}

/** A bundle was written by a newer program. */
export class BundleVersionError extends BundleError {
  override readonly name = "BundleVersionError";
}

/** An artifact has more bytes than the caller would take as a whole. */
export class ArtifactTooLarge extends Error {
  override readonly name = "ArtifactTooLarge";
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
