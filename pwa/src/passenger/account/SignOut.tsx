import { useState } from 'react'
import { useLocation } from 'wouter'
import { useQueue } from '../../local/live.ts'
import { signOut, type SignOutChoice } from '../../session/session.ts'
import { useSync } from '../../sync/loop.ts'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { Choice, TextInput } from '../../ui/Field.tsx'
import { words } from '../../words/words.ts'
import { clearDraft } from '../draft.ts'
import { finishCheckout } from '../checkout/form.ts'
import { forgetHidden } from '../trips/hidden.ts'

/** Signing out clears this phone of the person; what waits to be sent is theirs to decide about first. */
export function SignOut() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button kind="secondary" onClick={() => setOpen(true)}>
        {words.account.signOut}
      </Button>
      <Sheet open={open} onClose={() => setOpen(false)} title={words.account.signOutSheet.title}>
        {open && <Decision onClose={() => setOpen(false)} />}
      </Sheet>
    </>
  )
}

function Decision({ onClose }: { onClose: () => void }) {
  const { signOutSheet: text } = words.account
  const [, navigate] = useLocation()
  const online = useSync((state) => state.online)
  const waiting = useQueue()?.waiting.length ?? 0
  const [choice, setChoice] = useState<SignOutChoice>(online ? 'send' : 'seal')
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const [unsent, setUnsent] = useState(false)
  const [busy, setBusy] = useState(false)

  async function confirm() {
    const decided = waiting === 0 ? 'send' : choice
    setUnsent(false)
    const mistyped = decided === 'discard' && typed.trim() !== text.deleteWord
    setWrong(mistyped)
    if (mistyped) return
    setBusy(true)
    const out = await signOut(decided)
    setBusy(false)
    if (!out.ok) return setUnsent(true)
    finishCheckout()
    clearDraft()
    forgetHidden()
    onClose()
    navigate('/account', { replace: true })
  }

  return (
    <>
      {waiting === 0 ? (
        <p>
          {text.body} {!online && text.offline}
        </p>
      ) : (
        <>
          <p>{text.queue(waiting)}</p>
          <Choice
            legend={text.choice}
            legendHidden
            value={choice}
            options={[
              { value: 'send', label: text.send, note: online ? text.sendHint : text.sendOffline },
              { value: 'seal', label: text.seal, note: text.sealHint },
              { value: 'discard', label: text.discard, note: text.discardHint },
            ]}
            onChange={setChoice}
          />
          {choice === 'discard' && (
            <TextInput
              label={text.typeToDelete(text.deleteWord)}
              error={wrong ? text.typeExactly(text.deleteWord) : undefined}
              value={typed}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </>
      )}
      {unsent && (
        <p role="alert" className="account-trouble">
          {text.notSent}
        </p>
      )}
      <Button
        kind={choice === 'discard' && waiting > 0 ? 'danger' : 'primary'}
        busy={busy}
        onClick={() => void confirm()}
      >
        {text.confirm}
      </Button>
      <Button kind="quiet" onClick={onClose}>
        {text.stay}
      </Button>
    </>
  )
}
