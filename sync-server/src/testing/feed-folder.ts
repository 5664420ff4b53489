import { join } from 'node:path'

/** Folder of real feeds and of malformed ones, which the project does not carry: $GTFS_DATA, else ../shared/data. */
const folder = process.env['GTFS_DATA'] ?? join(import.meta.dirname, '../../../../shared/data')

/** Path of a file in that folder. */
export const feedData = (path: string): string => join(folder, path)
