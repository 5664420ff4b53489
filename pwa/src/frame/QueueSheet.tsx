import { useState } from 'react'
import { useLocation } from 'wouter'
import { now, useNow } from '../local/clock.ts'
import { syncNow, useSync } from '../sync/loop.ts'
import { Button } from '../ui/Button.tsx'
import { Sheet } from '../ui/Dialog.tsx'
import { toast } from '../ui/toast.ts'
import { clockText, dateText, spanText } from '../words/format.ts'
import { words } from '../words/words.ts'
import { useWaiting } from './network.ts'

const sinceText = (at: number) => (now() - at < 86_400_000 ? clockText(at) : `${dateText(at)}, ${clockText(at)}`)

/** What "Offline" means for the task, what waits, and one thing to do. */
export function QueueSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [trying, setTrying] = useState(false)
  const [, navigate] = useLocation()
  const { offlineSince, stuckSince } = useSync()
  const { count, oldestAt } = useWaiting()
  const time = useNow(30_000)
  const text = words.common.offline

  const tryNow = async () => {
    setTrying(true)
    await syncNow()
    setTrying(false)
    if (!useSync.getState().online) return
    toast(text.back)
    onClose()
  }

  return (
    <Sheet open={open} onClose={onClose} title={stuckSince === null ? text.title : text.stuckTitle}>
      <p>
        {stuckSince !== null
          ? text.stuck
          : offlineSince === null
            ? text.noNetwork
            : text.since(sinceText(offlineSince))}{' '}
        {stuckSince === null && text.works}
      </p>
      <p>{count > 0 && oldestAt !== null ? text.waiting(count, spanText(time - oldestAt)) : text.nothingWaits}</p>
      <Button busy={trying} onClick={() => void tryNow()} data-autofocus>
        {words.common.tryNow}
      </Button>
      {count > 0 && (
        <Button
          kind="secondary"
          onClick={() => {
            onClose()
            navigate('/trips')
          }}
        >
          {text.seeTrips}
        </Button>
      )}
    </Sheet>
  )
}
