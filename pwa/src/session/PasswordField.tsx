import { useState } from 'react'
import { Field, type FieldTexts } from '../ui/Field.tsx'
import { words } from '../words/words.ts'
import './session.css'

interface Props extends FieldTexts {
  value: string
  autoComplete: 'current-password' | 'new-password'
  onChange: (value: string) => void
}

/** A password that can be looked at while it is typed. */
export function PasswordField({ value, autoComplete, onChange, ...texts }: Props) {
  const { session } = words
  const [shown, setShown] = useState(false)
  return (
    <Field {...texts}>
      {(control) => (
        <div className="password">
          <input
            {...control}
            className="field-control"
            type={shown ? 'text' : 'password'}
            name="password"
            autoComplete={autoComplete}
            autoCapitalize="none"
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <button
            type="button"
            aria-controls={control.id}
            aria-label={shown ? session.hidePassword : session.showPassword}
            onClick={() => setShown(!shown)}
          >
            {shown ? session.hide : session.show}
          </button>
        </div>
      )}
    </Field>
  )
}
