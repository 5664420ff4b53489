import { conductor } from './conductor.ts'
import { operator } from './operator.ts'
import { passenger } from './passenger.ts'
import { Phone } from './phone.ts'
import type { FromClient, ToClient } from './words.ts'

const people = { passenger, conductor, operator }

/** A person with a phone in a process of its own; what they do and hear is told to the parent process. */
let phone: Phone | undefined
process.on('message', (said: ToClient) => {
  if (said.say === 'begin') phone = new Phone(said, people[said.login.role])
  else if (said.say === 'go') phone?.go(said.url)
  else phone?.stop()
})
const here: FromClient = { say: 'here' }
process.send?.(here)
process.once('disconnect', () => process.exit(0))
