import { TextInput, type FieldTexts } from '../ui/Field.tsx'

interface Props extends FieldTexts {
  value: string
  autoComplete: 'username' | 'email'
  onChange: (value: string) => void
}

/** An email address, typed on the keyboard made for it. */
export function EmailField({ value, autoComplete, onChange, ...texts }: Props) {
  return (
    <TextInput
      {...texts}
      type="email"
      name="email"
      inputMode="email"
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
