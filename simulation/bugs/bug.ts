/** A bug that is put into a copy of the sources as they are read; it never ships. */
export interface Bug {
  readonly name: string
  /** In which way others, or nobody yet, broke. */
  readonly story: string
  readonly patches: readonly Patch[]
}

export interface Patch {
  /** From the root of the project. */
  readonly file: string
  /** Stands there exactly once. */
  readonly find: string
  readonly put: string
}

export const bug = (name: string, story: string, ...patches: readonly (readonly [string, string, string])[]): Bug => ({
  name,
  story,
  patches: patches.map(([file, find, put]) => ({ file, find, put })),
})
