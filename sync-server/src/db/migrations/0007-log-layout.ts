import type { Migration } from '../migrate.ts'

/**
 * SQLite only. Rows of the change log are long: kept under their key they fill leaves by twos and threes and spill into
 * pages of their own. As a heap with two indexes a booking writes a third fewer pages. A head is short: its key is all.
 */
export const logLayout: Migration = {
  name: '0007-log-layout',
  async up(k) {
    if (k.client.config.client !== 'better-sqlite3') return
    await k.raw('alter table change_log rename to former_log')
    await k.raw(`create table change_log (
      scope text not null, kind text not null, id text not null, seq bigint not null, rev integer not null,
      op text not null, value text not null, written_at bigint not null, primary key (scope, kind, id))`)
    await k.raw(`insert into change_log (scope, kind, id, seq, rev, op, value, written_at)
      select scope, kind, id, seq, rev, op, value, written_at from former_log order by scope, seq`)
    await k.raw('drop table former_log')
    await k.raw('create index change_log_feed on change_log (scope, seq, kind, id)')
    await k.raw(`create index change_log_tombstones on change_log (written_at) where op = 'remove'`)

    await k.raw('alter table scope_head rename to former_head')
    await k.raw(`create table scope_head (
      scope text primary key not null, seq bigint not null, digest text not null, floor bigint not null) without rowid`)
    await k.raw('insert into scope_head (scope, seq, digest, floor) select scope, seq, digest, floor from former_head')
    await k.raw('drop table former_head')
  },
}
