import { useState } from 'react'
import type { WaitingIntent } from 'shared/sync/project.ts'
import { dayOfText } from 'shared/base/time.ts'
import { useNow } from '../../local/clock.ts'
import { useQueue, useTimetable } from '../../local/live.ts'
import { syncNow, useSync } from '../../sync/loop.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { DataAge } from '../../ui/DataAge.tsx'
import { Section } from '../../ui/Page.tsx'
import { Status } from '../../ui/Status.tsx'
import { spanText, untilText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { today } from '../search/query.ts'
import { whenText } from '../trips/when.ts'
import { exportStuck } from './export-stuck.ts'
import { Storage } from './Storage.tsx'
import { QueueItem } from './QueueItem.tsx'

/** How old what the phone holds is, what waits to be sent and for how long, and one thing to do about it. */
export function OnThisPhone({ signedIn }: { signedIn: boolean }) {
  const { sync: text } = words.account
  const sync = useSync()
  const now = useNow(15_000)
  const queue = useQueue()
  const timetable = useTimetable()
  const goodUntil = dayOfText(timetable?.goodUntil ?? '')
  const asOf = sync.lastExchangeAt ?? timetable?.syncedAt ?? null
  const waiting = queue?.waiting ?? []
  const [trying, setTrying] = useState(false)
  async function tryNow() {
    setTrying(true)
    await syncNow()
    setTrying(false)
  }
  return (
    <Section title={text.title}>
      <Card className="account-stack">
        <div className="account-network">
          {sync.stuckSince !== null ? (
            <Status kind="warning">{words.common.offline.stuckWord}</Status>
          ) : (
            <Status kind={sync.online ? 'confirmed' : 'waiting'}>{sync.online ? text.online : text.offline}</Status>
          )}
          <Button kind="secondary" className="account-try" busy={trying} onClick={() => void tryNow()}>
            {text.tryNow}
          </Button>
        </div>
        {sync.stuckSince !== null && <p>{text.stuck}</p>}
        {!sync.online && sync.offlineSince !== null && <p>{text.offlineSince(whenText(sync.offlineSince, now))}</p>}
        {asOf === null ? <p className="account-quiet">{text.never}</p> : <DataAge of={text.last} at={asOf} now={now} />}
        <p className="account-quiet">
          {goodUntil === undefined ? text.noTimetable : text.timetable(untilText(goodUntil, today()))}
        </p>
        {signedIn && <Waiting waiting={waiting} oldestAt={queue?.oldestAt ?? null} now={now} />}
        <Storage />
      </Card>
    </Section>
  )
}

function Waiting({
  waiting,
  oldestAt,
  now,
}: {
  waiting: readonly WaitingIntent[]
  oldestAt: number | null
  now: number
}) {
  const { sync: text } = words.account
  const stuck = waiting.filter((intent) => intent.phase === 'stuck')
  if (waiting.length === 0) return <p className="account-quiet">{text.queueEmpty}</p>
  return (
    <>
      <p>
        <strong>{text.queue(waiting.length, spanText(now - (oldestAt ?? now)))}</strong>
      </p>
      <ul className="account-queue">
        {waiting.map((intent) => (
          <QueueItem key={intent.id} intent={intent} now={now} />
        ))}
      </ul>
      {stuck.length > 0 && (
        <>
          <p>{text.stuckOnes(stuck.length)}</p>
          <Button kind="secondary" onClick={() => exportStuck(stuck)}>
            {text.exportStuck}
          </Button>
        </>
      )}
    </>
  )
}
