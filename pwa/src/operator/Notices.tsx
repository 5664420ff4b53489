import type { ImportNotice, ImportView } from 'shared/operator/views.ts'
import { Status, type StatusKind } from '../ui/Status.tsx'
import { words } from '../words/words.ts'
import { groupNotices } from './group-notices.ts'

const signs: Record<ImportNotice['severity'], StatusKind> = { error: 'refused', warning: 'warning', info: 'asked' }

/** The report of an import: what was wrong and what to do, the gravest first, each with examples on request. */
export function Notices({ notices, leftOut }: Pick<ImportView, 'notices' | 'leftOut'>) {
  const { operator } = words
  const groups = groupNotices(notices)
  if (groups.length === 0 && leftOut.length === 0) return <p className="operator-quiet">{operator.noNotices}</p>
  return (
    <>
      {groups.map((group) => (
        <section key={group.severity} className="operator-notices">
          <h3>
            <Status kind={signs[group.severity]}>
              {operator.severity[group.severity]}, {operator.times(group.count)}
            </Status>
          </h3>
          <ul>
            {group.notices.map((notice) => (
              <li key={`${notice.code}/${notice.file}/${notice.field}`}>
                <Notice notice={notice} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {leftOut.length > 0 && (
        <section className="operator-notices">
          <h3>{operator.leftOut}</h3>
          <ul>
            {leftOut.map((group) => (
              <li key={group.file}>
                {operator.leftOutOf(group.count, group.file)}
                <p className="operator-quiet operator-ids">{group.ids.join(', ')}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Notice({ notice }: { notice: ImportNotice }) {
  const { operator } = words
  return (
    <>
      <p>{notice.message}</p>
      <p className="operator-quiet">
        {[notice.file, notice.field, operator.times(notice.count)].filter(Boolean).join(' · ')}
      </p>
      {notice.examples.length > 0 && (
        <details>
          <summary>{operator.examples}</summary>
          <ul className="operator-examples">
            {notice.examples.map((example, i) => (
              <li key={i}>
                {[example.line !== null && operator.line(example.line), example.value, example.detail]
                  .filter(Boolean)
                  .join(': ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
