import { statement } from '../db/statement.ts'

/** Number of the newest version of a feed, whatever became of it. */
export const newestNumber = statement<{ feed: string }, { number: number | null }>((k, p) =>
  k('feed_version')
    .max({ number: 'number' })
    .where({ feed: p('feed') }),
)

export const beginVersion = statement<{ id: string; feed: string; number: number; now: number }>((k, p) =>
  k('feed_version').insert({
    id: p('id'),
    feed: p('feed'),
    number: p('number'),
    state: 'importing',
    started_at: p('now'),
  }),
)

/** Changes no row when the version was swept away meanwhile. */
export const publishVersion = statement<{ id: string; now: number; report: string }>((k, p) =>
  k('feed_version')
    .where({ id: p('id'), state: 'importing' })
    .update({ state: 'published', published_at: p('now'), report: p('report') }),
)

/** A published version of the feed that was begun after this one. */
export const newerPublished = statement<{ feed: string; version: string }, { id: string }>((k, p) =>
  k('feed_version')
    .select('id')
    .where({ feed: p('feed'), state: 'published' })
    .where(
      'number',
      '>',
      k('feed_version')
        .select('number')
        .where({ id: p('version') }),
    ),
)

export const supersedeVersions = statement<{ id: string; feed: string }>((k, p) =>
  k('feed_version')
    .where({ feed: p('feed'), state: 'published' })
    .whereNot({ id: p('id') })
    .update({ state: 'superseded' }),
)

/** Superseded versions whose rows are still there: agencies are the last to go. */
export const versionsToClear = statement<object, { id: string }>((k) =>
  k('feed_version')
    .select('id')
    .where({ state: 'superseded' })
    .whereExists(k('agency').select('id').whereRaw('agency.version = feed_version.id'))
    .orderBy('id'),
)

/** Imports that died before `deadBefore`. */
export const deadVersions = statement<{ deadBefore: number }, { id: string }>((k, p) =>
  k('feed_version').select('id').where({ state: 'importing' }).where('started_at', '<', p('deadBefore')).orderBy('id'),
)

export const deleteVersion = statement<{ id: string }>((k, p) =>
  k('feed_version')
    .where({ id: p('id') })
    .delete(),
)
