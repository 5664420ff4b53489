import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes } from 'react'
import './field.css'

export interface FieldTexts {
  label: string
  /** Stands under the label, before the person types. */
  hint?: string
  /** What is wrong and what to do; stands above the field and is read with it. */
  error?: string
}

interface Control {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

export interface FieldProps extends FieldTexts {
  children: (control: Control) => ReactNode
}

/** A label, a hint and an error around any control that takes an id. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="field" data-wrong={error ? '' : undefined}>
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
    </div>
  )
}

export type TextInputProps = FieldTexts & Omit<InputHTMLAttributes<HTMLInputElement>, 'id'>

export function TextInput({ label, hint, error, ...input }: TextInputProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input type="text" className="field-control" {...input} {...control} />}
    </Field>
  )
}

export interface SelectProps extends FieldTexts, Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id' | 'children'> {
  options: readonly { value: string; label: string }[]
}

export function Select({ label, hint, error, options, ...select }: SelectProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <span className="field-select">
          <select className="field-control" {...select} {...control}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </span>
      )}
    </Field>
  )
}

export interface SwitchProps {
  label: string
  hint?: string
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

/** On or off, at once: a checkbox in the part of a switch. */
export function Switch({ label, hint, checked, onChange, disabled }: SwitchProps) {
  const id = useId()
  return (
    <div className="switch">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  )
}

export interface ChoiceProps<V extends string> {
  legend: string
  /** The legend is read but not drawn, where a heading says the same. */
  legendHidden?: boolean
  value: V
  options: readonly { value: V; label: string; note?: string }[]
  onChange: (value: V) => void
}

/** One of a few, all visible: radio buttons as rows. */
export function Choice<V extends string>({ legend, legendHidden, value, options, onChange }: ChoiceProps<V>) {
  const name = useId()
  return (
    <fieldset className="choice">
      <legend className={legendHidden ? 'visually-hidden' : 'choice-legend'}>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className="choice-row">
          <input
            type="radio"
            className="covers"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span className="choice-text">
            <span className="choice-label">{option.label}</span>
            {option.note && <span className="choice-note">{option.note}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
