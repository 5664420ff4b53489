import { useState, type FormEvent } from 'react'
import { StatusSign } from '../ui/Status.tsx'
import type { FieldErrors } from './credentials.ts'
import { problemText } from './problem-text.ts'
import type { SignInResult } from './session.ts'

interface Deed {
  check: () => FieldErrors
  send: () => Promise<SignInResult>
  done: () => void
}

export interface FormState {
  errors: FieldErrors
  summary: string | null
  busy: boolean
  submit: (event: FormEvent) => void
}

/** Checks a form, sends it, and puts whatever is wrong where it can be put right. What was typed is kept. */
export function useForm({ check, send, done }: Deed): FormState {
  const [errors, setErrors] = useState<FieldErrors>({})
  const [summary, setSummary] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  function say(said: { fields: FieldErrors; summary: string | null }): void {
    setErrors(said.fields)
    setSummary(said.summary)
    requestAnimationFrame(() => document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus())
  }

  async function run(): Promise<void> {
    const wrong = check()
    say({ fields: wrong, summary: null })
    if (Object.keys(wrong).length > 0) return
    setBusy(true)
    const result = await send()
    setBusy(false)
    if (result.ok) done()
    else say(problemText(result.problem))
  }

  return {
    errors,
    summary,
    busy,
    submit: (event) => {
      event.preventDefault()
      if (!busy) void run()
    },
  }
}

/** What is wrong with the form as a whole. */
export function FormTrouble({ text }: { text: string | null }) {
  return (
    <div role="alert">
      {text !== null && (
        <p className="session-trouble">
          <StatusSign kind="refused" size={20} />
          <span>{text}</span>
        </p>
      )}
    </div>
  )
}
