import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { PackPointer } from 'shared/records.ts'
import { buildPack } from 'shared/timetable/build-pack.ts'
import type { FeedSummary, ImportReport } from 'shared/timetable/gtfs/report.ts'
import type { Database } from '../db/transact.ts'
import { feedRows } from './feed-rows.ts'
import { pointerOf } from './records.ts'
import { type PackRow, putPack, supersedePacks } from './store-packs.ts'
import { newerPublished, publishVersion, supersedeVersions } from './store-versions.ts'

const compress = promisify(brotliCompress)

export interface MadePack {
  readonly row: PackRow
  readonly body: Uint8Array
}

/**
 * The pack of a version: JSON, brotli at its best, named by the hash of the JSON.
 * @param source hash of the feed as it was imported
 */
export async function makePack(db: Database, version: string, summary: FeedSummary, source: string): Promise<MadePack> {
  const { feed, currency, name } = summary
  const pack = buildPack(await feedRows(db.read, { id: version, feed, currency }), { source, name })
  const json = Buffer.from(JSON.stringify(pack))
  const body = await compress(json, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: json.length,
    },
  })
  const hash = createHash('sha256').update(json).digest('hex').slice(0, 32)
  const [valid_from, valid_to] = pack.valid
  const row = { hash, feed, version, name, zone: summary.zone, valid_from, valid_to, bytes: body.length, made_at: 0 }
  return { row, body }
}

/** An import of the same feed that began later was published first: what it brought is newer, so it stays. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** Make a version and its pack the current ones of their feed, in one short unit, and say so in the public scope. @throws Overtaken */
export async function publish(db: Database, { row, body }: MadePack, report: ImportReport): Promise<PackPointer> {
  await db.transact(async (tx) => {
    const { feed, hash, version } = row
    const published = await tx.run(publishVersion, { id: version, now: tx.now, report: JSON.stringify(report) })
    if (published === 0) throw new Error(`Version ${version} was swept away while it was imported`)
    const newer = await tx.get(newerPublished, { feed, version })
    if (newer) {
      const advice = 'Nothing of this import was kept; import again if it is the one that should stand.'
      throw new Overtaken(`Another import of ${feed} that began later (${newer.id}) was published meanwhile. ${advice}`)
    }
    await tx.run(supersedeVersions, { id: version, feed })
    await tx.run(putPack, { ...row, made_at: tx.now, body })
    await tx.run(supersedePacks, { feed, hash, now: tx.now })
    tx.changed('pack', feed)
  })
  return pointerOf(row)
}
