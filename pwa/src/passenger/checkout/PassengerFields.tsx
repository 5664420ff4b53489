import { Card } from '../../ui/Card.tsx'
import { TextInput } from '../../ui/Field.tsx'
import { words } from '../../words/words.ts'
import { typeName, typePhone } from './form.ts'
import type { FormErrors } from './request.ts'

interface Props {
  names: readonly string[]
  phone: string
  seats: readonly string[]
  errors: FormErrors | null
}

/** A name for each seat, and one phone number for the party. */
export function PassengerFields({ names, phone, seats, errors }: Props) {
  const { checkout } = words
  return (
    <Card as="section" className="checkout-fields">
      <h2 className="visually-hidden">{checkout.passengers}</h2>
      {names.map((name, i) => (
        <TextInput
          key={i}
          label={checkout.passenger(i + 1, names.length, seats[i])}
          hint={i === 0 ? checkout.nameHint : undefined}
          error={errors?.names[i]}
          value={name}
          autoComplete={i === 0 ? 'name' : 'off'}
          autoCapitalize="words"
          spellCheck={false}
          onChange={(event) => typeName(i, event.target.value)}
        />
      ))}
      <TextInput
        label={checkout.phone}
        hint={checkout.phoneHint}
        error={errors?.phone}
        value={phone}
        type="tel"
        autoComplete="tel"
        onChange={(event) => typePhone(event.target.value)}
      />
    </Card>
  )
}
