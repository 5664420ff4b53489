import type { WaitingIntent } from 'shared/sync/project.ts'
import { now } from '../../local/clock.ts'

/** Saves requests the server could not read as a file, so that a person can help. */
export function exportStuck(stuck: readonly WaitingIntent[]): void {
  const text = JSON.stringify({ app: 'wayfare', savedAt: new Date(now()).toISOString(), requests: stuck }, null, 2)
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'wayfare-requests.json'
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
