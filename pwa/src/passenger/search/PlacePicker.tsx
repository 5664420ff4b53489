import { Autocomplete } from '@base-ui/react/autocomplete'
import { History, MapPin } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { placeOf, suggestPlaces } from 'shared/timetable/places.ts'
import { wordsOf } from 'shared/timetable/place-names.ts'
import type { Place } from 'shared/timetable/timetable.ts'
import { useTimetable } from '../../local/live.ts'
import { useSettings } from '../../local/settings.ts'
import { FullDialog } from '../../ui/Dialog.tsx'
import { words } from '../../words/words.ts'
import '../../ui/field.css'
import './place-picker.css'

interface PlacePickerProps {
  title: string
  onChoose: (place: Place) => void
  onClose: () => void
}

interface Offered {
  readonly label: string
  readonly items: readonly Place[]
}

const mostShown = 12

/** Whether the place's name has, as they stand, words that begin with the words typed. */
const fits = (place: Place, typed: readonly string[]): boolean =>
  typed.every((asked) => wordsOf(place.name).some((word) => word.startsWith(asked)))

/** What the list offers: before typing recent and busy places; then what fits, else what was meant. */
export function useOffered(text: string): { groups: Offered[]; meant: boolean } {
  const held = useTimetable()
  const recent = useSettings((settings) => settings.recentSearches)
  return useMemo(() => {
    const timetables = held?.timetables ?? []
    const typed = wordsOf(text)
    const picker = words.search.picker
    if (typed.length > 0) {
      const found = suggestPlaces(timetables, text, mostShown)
      const exact = found.filter((place) => fits(place, typed))
      const meant = exact.length === 0
      const items = meant ? found : exact
      return { groups: items.length ? [{ label: meant ? picker.didYouMean : picker.found, items }] : [], meant }
    }
    const ids = [...new Set(recent.flatMap(({ from, to }) => [from, to]))].slice(0, 5)
    const used = ids.flatMap((id) => placeOf(timetables, id) ?? [])
    const busy = timetables
      .flatMap((timetable) => timetable.places)
      .filter((place) => place.weight > 0 && !ids.includes(place.id))
      .sort((a, b) => b.weight - a.weight)
      .slice(0, mostShown - used.length)
    const groups = [
      { label: picker.recent, items: used },
      { label: picker.popular, items: busy },
    ]
    return { groups: groups.filter((group) => group.items.length > 0), meant: false }
  }, [held, recent, text])
}

/** A whole screen to choose a place: type or tap. Works without a network. */
export function PlacePicker({ title, onChoose, onClose }: PlacePickerProps) {
  const [text, setText] = useState('')
  const { groups, meant } = useOffered(useDeferredValue(text))
  const picker = words.search.picker
  const count = groups.reduce((sum, group) => sum + group.items.length, 0)
  const said = text === '' ? '' : count === 0 || meant ? picker.noPlace(text) : picker.results(count)
  return (
    <FullDialog open onClose={onClose} title={title}>
      <Autocomplete.Root
        inline
        open
        items={groups}
        mode="none"
        autoHighlight
        value={text}
        onValueChange={(value, details) => details.reason !== 'item-press' && setText(value)}
        itemToStringValue={(place: Place) => place.name}
      >
        <Autocomplete.Input
          className="field-control"
          aria-label={picker.field}
          placeholder={picker.field}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="done"
          data-autofocus=""
        />
        <p className="place-picker-said" role="status" data-quiet={count > 0 && !meant ? '' : undefined}>
          {said}
          {count === 0 && text !== '' && ` ${picker.noPlaceHint}`}
        </p>
        <Autocomplete.List className="place-picker">
          {(group: Offered) => (
            <Autocomplete.Group key={group.label} items={group.items}>
              <Autocomplete.GroupLabel className="place-picker-label">{group.label}</Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(place: Place) => (
                  <Autocomplete.Item
                    key={place.id}
                    value={place}
                    className="place-picker-item"
                    onClick={() => onChoose(place)}
                  >
                    {group.label === picker.recent ? (
                      <History size={20} aria-hidden="true" />
                    ) : (
                      <MapPin size={20} aria-hidden="true" />
                    )}
                    <span className="place-picker-name">{place.name}</span>
                  </Autocomplete.Item>
                )}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </Autocomplete.Root>
    </FullDialog>
  )
}
