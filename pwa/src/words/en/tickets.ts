export const tickets = {
  title: 'Tickets',
  empty: 'Tickets appear here when a booking is confirmed.',
  emptyAction: 'Search',
  today: 'Today',
  tomorrow: 'Tomorrow',
  sections: { coming: 'Coming', past: 'Past', dead: 'No longer good' },
  ticketOf: (n: number, of: number) => (of === 1 ? 'Ticket' : `Ticket ${n} of ${of}`),
  status: { valid: 'Confirmed', cancelled: 'Cancelled', superseded: 'Replaced', past: 'Travelled' },
  seat: 'Seat',
  passenger: 'Passenger',
  booking: 'Booking',
  platform: (name: string) => `Platform ${name}`,
  nextDay: (date: string) => `arrives ${date}`,
  show: 'Show this to the conductor.',
  worksOffline: 'It works offline.',
  due: (money: string) => `${money} to pay on board`,
  cancelledNote: 'This ticket was cancelled. It is not good for travel.',
  supersededNote: 'This ticket was replaced. Show the newer one.',
  pastNote: 'This trip is over.',
  stored: 'Stored on this phone',
  checked: (at: string) => `checked ${at}`,
  brightness: 'Turn the screen brighter if the scanner hesitates.',
  code: (passenger: string, seat: string) => `Ticket code of ${passenger}, seat ${seat}`,
  whichTicket: 'Tickets of this booking',
  goTo: (n: number, name: string) => `Ticket ${n}, ${name}`,
  previous: 'Previous ticket',
  next: 'Next ticket',
  close: 'Close',
  deeds: 'With this ticket',
  share: 'Share',
  trip: 'Trip',
  calendar: 'Calendar',
  savePdf: 'Save PDF',
  saved: 'Calendar file saved.',
  missing: 'No such ticket on this phone.',
  toTickets: 'To your tickets',
  ride: (from: string, to: string) => `${from} to ${to}`,
  sentence: (f: {
    departs: string
    from: string
    arrives: string
    to: string
    date: string
    seat: string
    name: string
  }) => `${f.date}, departure ${f.departs} ${f.from}, arrival ${f.arrives} ${f.to}, seat ${f.seat}, ${f.name}`,
  calendarTitle: (from: string, to: string) => `Coach ${from} to ${to}`,
  calendarBody: (f: { reference: string; seats: string; agency: string; route: string }) =>
    `Booking ${f.reference}. Seats ${f.seats}. ${f.agency}${f.route ? `, line ${f.route}` : ''}. Your tickets are in Wayfare and open without a network.`,
  shareText: (f: { from: string; to: string; date: string; departs: string; seat: string; reference: string }) =>
    `${f.from} to ${f.to}, ${f.date} at ${f.departs}, seat ${f.seat}, booking ${f.reference}`,
}
