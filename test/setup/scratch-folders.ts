/** Folders that tests have made, and that go when the tests of their file are done. */
export const scratchFolders: string[] = [];
