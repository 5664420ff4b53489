import { Card } from '../../ui/Card.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { offline } from '../../words/en/offline.ts'
import './offline.css'

/** Told in the app as in docs/offline.md: what this phone can check by itself, and what it cannot know. */
export function Offline() {
  return (
    <Page title={offline.title} back="/account">
      <p>{offline.lead}</p>
      {offline.groups.map((group) => (
        <Section key={group.title} title={group.title}>
          {group.rows.map((row) => (
            <Card key={row.what} as="article" className="offline-row">
              <h3>{row.what}</h3>
              <dl>
                <div>
                  <dt>{offline.onPhone}</dt>
                  <dd>{row.phone}</dd>
                </div>
                <div>
                  <dt>{offline.onServer}</dt>
                  <dd>{row.server}</dd>
                </div>
              </dl>
            </Card>
          ))}
        </Section>
      ))}
    </Page>
  )
}
