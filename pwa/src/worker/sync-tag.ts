/** Name of the one Background Sync of this app. */
export const syncTag = 'wayfare-drain'
