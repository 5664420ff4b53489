/**
 * The page about offline checks; docs/offline.md says the same at length. Not part of the catalogue in `en.ts`, since
 * that travels with the first screen and this page does not.
 */
export const offline = {
  title: 'What is checked offline',
  lead: 'This phone can do much without a network, and some things only the server can know. Here is the line between them.',
  onPhone: 'On this phone',
  onServer: 'Only the server',
  groups: [
    {
      title: 'When you plan and book',
      rows: [
        {
          what: 'Timetable and fares',
          phone: 'Complete for the days it says it is good for.',
          server: 'A change made after this phone was last up to date.',
        },
        {
          what: 'Free seats',
          phone: 'As of the time shown beside them.',
          server: 'Which seats are free now.',
        },
        {
          what: 'A booking',
          phone:
            'Kept as a request with your wishes and your price limit. It survives a crash, a restart and an update.',
          server: 'Yes or no. Nothing is booked before its answer is stored on this phone.',
        },
        {
          what: 'Cancelling',
          phone: 'Kept as a request. The booking stands until the answer.',
          server: 'Yes or no: somebody may have boarded already.',
        },
      ],
    },
    {
      title: 'When your ticket is checked',
      rows: [
        {
          what: 'Is it ours?',
          phone:
            'Yes: the signature is verified with public keys. A false or altered ticket is found without a network.',
          server: 'A key withdrawn since the conductor’s phone was last up to date.',
        },
        {
          what: 'Right day, coach, stop and seat?',
          phone: 'Yes: it is all in the signed code.',
          server: 'A new seat after a change of coach, until the list is synced.',
        },
        {
          what: 'Cancelled or replaced?',
          phone: 'If it happened before the conductor’s list was synced. The age of the list is always shown.',
          server: 'What was cancelled since.',
        },
        {
          what: 'Boarded already?',
          phone: 'By this phone, and by others as far as their scans have arrived.',
          server:
            'Two phones that scan one code before they have heard of each other. Both scans are kept, and a person settles it.',
        },
        {
          what: 'A copy of the code?',
          phone: 'No. A screenshot looks like the ticket itself; the first scan counts.',
          server: 'Nor here. The second scan stands out, and the conductor compares the name.',
        },
        {
          what: 'The conductor’s clock',
          phone: 'Compared with the last exchange. If it is off, times are not judged and the conductor is told.',
          server: 'The time.',
        },
        {
          what: 'May this phone still check?',
          phone: 'As of its last exchange.',
          server: 'Now. Scans of a phone that may no longer check are kept and marked.',
        },
      ],
    },
    {
      title: 'What lies on this phone',
      rows: [
        {
          what: 'Your trips and tickets',
          phone: 'Readable by whoever can unlock this phone. Signing out removes them, also without a network.',
          server: 'A copy stays in your account.',
        },
        {
          what: 'Requests kept locked',
          phone: 'Never sent or shown under another account. Not secret from somebody who takes the phone apart.',
          server: 'Knows nothing of them until they are sent.',
        },
        {
          what: 'The conductor’s list',
          phone: 'Seat, first name and initial, three digits of the phone number. Deleted a day after arrival.',
          server: 'The full list.',
        },
      ],
    },
  ],
}
