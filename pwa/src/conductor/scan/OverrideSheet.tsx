import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { words } from '../../words/words.ts'

/** One touch names the reason and lets them board; there is no time to type at a door. */
export function OverrideSheet(props: { open: boolean; onClose: () => void; onReason: (reason: string) => void }) {
  const { open, onClose, onReason } = props
  const text = words.conductor.verdict
  return (
    <Sheet open={open} onClose={onClose} title={text.overrideTitle}>
      <div className="verdict-reasons">
        {text.reasons.map((reason) => (
          <Button key={reason} kind="secondary" size="large" onClick={() => onReason(reason)}>
            {reason}
          </Button>
        ))}
      </div>
    </Sheet>
  )
}
