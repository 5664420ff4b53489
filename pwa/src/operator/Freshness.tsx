import { RefreshCw } from 'lucide-react'
import { useNow } from '../local/clock.ts'
import { IconButton } from '../ui/Button.tsx'
import { DataAge } from '../ui/DataAge.tsx'
import { words } from '../words/words.ts'
import type { Read } from './read.ts'

/** How old the figures are, why they could not be read anew, and the button for that. */
export function Freshness({ read }: { read: Pick<Read<unknown>, 'asOf' | 'problem' | 'loading' | 'again'> }) {
  const { operator } = words
  const now = useNow(15_000)
  return (
    <>
      {read.problem && (
        <p className="operator-trouble" role="alert">
          {read.problem.status === 0
            ? operator.needsNetwork
            : read.problem.status < 500
              ? read.problem.detail
              : operator.failed}
        </p>
      )}
      <div className="operator-fresh">
        {read.asOf !== null ? <DataAge of={operator.asOf} at={read.asOf} now={now} /> : <span />}
        <IconButton label={operator.reload} aria-busy={read.loading} onClick={read.again}>
          <RefreshCw size={20} aria-hidden="true" />
        </IconButton>
      </div>
    </>
  )
}
