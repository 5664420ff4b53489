/**
 * The demo network: coaches between the Baltic capitals, the coast and Warsaw. Towns, coordinates and roads are real;
 * the two companies, their lines and times are made up.
 */
export interface Town {
  readonly id: string
  readonly name: string
  readonly lat: number
  readonly lon: number
  /** Poland reads another clock than the companies' timetables. */
  readonly zone?: string
  /** A station with platforms; outward coaches use the first, homeward ones the second. */
  readonly platforms?: readonly [string, string]
  /** A stop on each side of the road. */
  readonly bothSides?: true
}

const warsaw = 'Europe/Warsaw'

export const towns: readonly Town[] = [
  { id: 'vilnius', name: 'Vilnius', lat: 54.67058, lon: 25.28234, platforms: ['12', '18'] },
  { id: 'kaunas', name: 'Kaunas', lat: 54.88937, lon: 23.92917, platforms: ['3', '8'] },
  { id: 'klaipeda', name: 'Klaipėda', lat: 55.72062, lon: 21.13527, platforms: ['2', '6'] },
  { id: 'riga', name: 'Rīga', lat: 56.94586, lon: 24.11463, platforms: ['4', '9'] },
  { id: 'tallinn', name: 'Tallinn', lat: 59.42724, lon: 24.7745, platforms: ['1', '7'] },
  { id: 'warsaw', name: 'Warszawa Zachodnia', lat: 52.21934, lon: 20.96541, zone: warsaw, platforms: ['3', '5'] },
  { id: 'vilnius-airport', name: 'Vilnius Airport', lat: 54.6431, lon: 25.2794 },
  { id: 'elektrenai', name: 'Elektrėnai', lat: 54.7861, lon: 24.6608, bothSides: true },
  { id: 'kaunas-airport', name: 'Kaunas Airport', lat: 54.9639, lon: 24.0848 },
  { id: 'kryzkalnis', name: 'Kryžkalnis', lat: 55.4247, lon: 22.7214, bothSides: true },
  { id: 'gargzdai', name: 'Gargždai', lat: 55.7097, lon: 21.3961 },
  { id: 'palanga', name: 'Palanga', lat: 55.9181, lon: 21.0686 },
  { id: 'kretinga', name: 'Kretinga', lat: 55.8889, lon: 21.2428 },
  { id: 'smiltyne', name: 'Smiltynė ferry', lat: 55.6989, lon: 21.1061 },
  { id: 'juodkrante', name: 'Juodkrantė', lat: 55.5369, lon: 21.1192 },
  { id: 'nida', name: 'Nida', lat: 55.3047, lon: 20.9997 },
  { id: 'ukmerge', name: 'Ukmergė', lat: 55.2453, lon: 24.7761 },
  { id: 'panevezys', name: 'Panevėžys', lat: 55.7325, lon: 24.3561 },
  { id: 'bauska', name: 'Bauska', lat: 56.4079, lon: 24.1906 },
  { id: 'kedainiai', name: 'Kėdainiai', lat: 55.2886, lon: 23.9747 },
  { id: 'siauliai', name: 'Šiauliai', lat: 55.9272, lon: 23.3161 },
  { id: 'jelgava', name: 'Jelgava', lat: 56.6486, lon: 23.7136 },
  { id: 'riga-airport', name: 'Rīga Airport', lat: 56.9236, lon: 23.9711 },
  { id: 'salacgriva', name: 'Salacgrīva', lat: 57.7531, lon: 24.3589 },
  { id: 'parnu', name: 'Pärnu', lat: 58.3858, lon: 24.5031 },
  { id: 'valmiera', name: 'Valmiera', lat: 57.5386, lon: 25.4264 },
  { id: 'valga', name: 'Valga', lat: 57.7781, lon: 26.0472 },
  { id: 'tartu', name: 'Tartu', lat: 58.3781, lon: 26.7322 },
  { id: 'liepaja', name: 'Liepāja', lat: 56.5086, lon: 21.0136 },
  { id: 'saldus', name: 'Saldus', lat: 56.6664, lon: 22.4881 },
  { id: 'utena', name: 'Utena', lat: 55.4972, lon: 25.5994 },
  { id: 'zarasai', name: 'Zarasai', lat: 55.7311, lon: 26.2469 },
  { id: 'daugavpils', name: 'Daugavpils', lat: 55.8714, lon: 26.5161 },
  { id: 'alytus', name: 'Alytus', lat: 54.3964, lon: 24.0414 },
  { id: 'druskininkai', name: 'Druskininkai', lat: 54.0172, lon: 23.9789 },
  { id: 'marijampole', name: 'Marijampolė', lat: 54.5567, lon: 23.3544 },
  { id: 'suwalki', name: 'Suwałki', lat: 54.1114, lon: 22.9308, zone: warsaw },
  { id: 'augustow', name: 'Augustów', lat: 53.8436, lon: 22.9797, zone: warsaw },
  { id: 'lomza', name: 'Łomża', lat: 53.1781, lon: 22.0592, zone: warsaw },
]

export const companies = [
  { id: 'amber', name: 'Amber Coaches', phone: '+370 5 200 0147', url: 'https://amber-coaches.example' },
  { id: 'lynx', name: 'Night Lynx', phone: '+370 5 200 0258', url: 'https://night-lynx.example' },
] as const

/** Which days: see calendar.ts. */
export type ServiceId = 'daily' | 'weekdays' | 'weekend' | 'fri-sun' | 'nights' | 'rush'

export interface Line {
  readonly id: string
  readonly company: (typeof companies)[number]['id']
  readonly colour: string
  readonly seatMap: string
  readonly amenities: string
  /** Towns in outward order. `town+` lets people on only outward and off only homeward; `town?` is served on request. */
  readonly towns: readonly string[]
  /** Departures from the first town outward, from the last homeward, in hours and minutes of the service date. */
  readonly runs: readonly {
    readonly service: ServiceId
    readonly out: readonly string[]
    readonly home: readonly string[]
  }[]
  /** Cents for any ride; `distance`: by pairs of towns; `none`: the feed has no fare, the default tariff is taken. */
  readonly fare: number | 'distance' | 'none'
  /** Runs outward and homeward every so many minutes within a window; not sold when inexact. */
  readonly every?: { readonly minutes: number; readonly from: string; readonly to: string; readonly exact: boolean }
}

export const lines: readonly Line[] = [
  {
    id: 'A1',
    company: 'amber',
    colour: '1F4E8C',
    seatMap: 'coach-2+2-49',
    amenities: 'wifi power toilet air-conditioning step-free',
    towns: ['vilnius', 'elektrenai+', 'kaunas', 'kryzkalnis?', 'gargzdai', 'klaipeda', 'palanga'],
    runs: [
      {
        service: 'daily',
        out: ['06:40', '08:15', '10:30', '13:00', '15:30', '17:45', '20:00'],
        home: ['05:50', '07:30', '10:00', '12:30', '15:00', '17:15', '19:30'],
      },
      { service: 'fri-sun', out: ['16:30'], home: ['18:20'] },
      { service: 'rush', out: ['14:10'], home: ['13:40'] },
    ],
    fare: 'distance',
  },
  {
    id: 'A2',
    company: 'amber',
    colour: '1F6F5C',
    seatMap: 'coach-2+2-49',
    amenities: 'wifi power toilet air-conditioning step-free',
    towns: ['vilnius', 'ukmerge', 'panevezys', 'bauska?', 'riga', 'riga-airport'],
    runs: [
      {
        service: 'daily',
        out: ['05:30', '09:00', '12:15', '16:00', '18:30'],
        home: ['06:45', '10:15', '13:30', '17:00', '20:15'],
      },
      { service: 'weekdays', out: ['07:10'], home: ['15:20'] },
    ],
    fare: 'distance',
  },
  {
    id: 'A3',
    company: 'amber',
    colour: '8A3B12',
    seatMap: 'double-2+2-74',
    amenities: 'wifi power toilet air-conditioning step-free bicycles quiet',
    towns: ['vilnius', 'panevezys', 'riga', 'salacgriva', 'parnu', 'tallinn'],
    runs: [{ service: 'daily', out: ['07:00', '11:30', '14:45'], home: ['06:30', '10:45', '15:15'] }],
    fare: 'distance',
  },
  {
    id: 'A4',
    company: 'amber',
    colour: '6B4E9B',
    seatMap: 'coach-2+2-49',
    amenities: 'wifi power air-conditioning',
    towns: ['kaunas', 'kedainiai', 'siauliai', 'jelgava', 'riga'],
    runs: [
      { service: 'daily', out: ['08:05', '14:20'], home: ['07:40', '16:10'] },
      { service: 'weekend', out: ['18:35'], home: ['19:05'] },
    ],
    fare: 'distance',
  },
  {
    id: 'A5',
    company: 'amber',
    colour: '0B7285',
    seatMap: 'minibus-2+1-19',
    amenities: 'air-conditioning wifi',
    towns: ['vilnius-airport', 'vilnius', 'kaunas', 'kaunas-airport'],
    runs: [{ service: 'daily', out: ['05:00'], home: ['05:00'] }],
    fare: 900,
    every: { minutes: 90, from: '05:00', to: '23:30', exact: true },
  },
  {
    id: 'A6',
    company: 'amber',
    colour: '5C7A29',
    seatMap: 'minibus-2+1-19',
    amenities: 'air-conditioning',
    towns: ['vilnius', 'alytus', 'druskininkai'],
    runs: [
      { service: 'weekdays', out: ['07:20', '12:40', '17:30'], home: ['06:10', '10:50', '15:45'] },
      { service: 'weekend', out: ['08:30', '16:15'], home: ['11:00', '18:40'] },
    ],
    fare: 'distance',
  },
  {
    id: 'A7',
    company: 'amber',
    colour: '99582A',
    seatMap: 'coach-2+2-49',
    amenities: 'air-conditioning toilet',
    towns: ['vilnius', 'utena', 'zarasai', 'daugavpils'],
    runs: [{ service: 'daily', out: ['09:20', '16:50'], home: ['06:55', '14:05'] }],
    fare: 'distance',
  },
  {
    id: 'A8',
    company: 'amber',
    colour: 'A23B72',
    seatMap: 'coach-2+2-49',
    amenities: 'wifi toilet air-conditioning bicycles',
    towns: ['klaipeda', 'palanga', 'liepaja', 'saldus', 'riga'],
    runs: [
      { service: 'daily', out: ['08:50'], home: ['14:30'] },
      { service: 'fri-sun', out: ['17:10'], home: ['18:45'] },
    ],
    fare: 'distance',
  },
  {
    id: 'A9',
    company: 'amber',
    colour: '2A9D8F',
    seatMap: 'minibus-2+1-19',
    amenities: 'bicycles step-free',
    towns: ['smiltyne', 'juodkrante', 'nida'],
    runs: [{ service: 'daily', out: ['07:00'], home: ['07:00'] }],
    fare: 450,
    every: { minutes: 60, from: '07:00', to: '21:30', exact: false },
  },
  {
    id: 'N1',
    company: 'lynx',
    colour: '3D348B',
    seatMap: 'vip-2+1-30',
    amenities: 'wifi power toilet air-conditioning sleeper quiet',
    towns: ['vilnius', 'kaunas', 'marijampole', 'suwalki', 'augustow?', 'lomza', 'warsaw'],
    runs: [{ service: 'nights', out: ['21:45', '23:30'], home: ['22:15', '23:59'] }],
    fare: 'distance',
  },
  {
    id: 'N2',
    company: 'lynx',
    colour: '1B263B',
    seatMap: 'vip-2+1-30',
    amenities: 'wifi power toilet air-conditioning sleeper quiet',
    towns: ['tallinn', 'parnu', 'riga', 'bauska', 'panevezys', 'vilnius'],
    runs: [{ service: 'nights', out: ['21:30'], home: ['22:00'] }],
    fare: 'distance',
  },
  {
    id: 'N3',
    company: 'lynx',
    colour: '415A77',
    seatMap: 'coach-2+2-49',
    amenities: 'wifi power toilet air-conditioning quiet',
    towns: ['klaipeda', 'gargzdai', 'kaunas', 'elektrenai', 'vilnius', 'vilnius-airport'],
    runs: [{ service: 'nights', out: ['23:40', '25:15'], home: ['24:20'] }],
    fare: 'distance',
  },
  {
    id: 'N4',
    company: 'lynx',
    colour: 'C1440E',
    seatMap: 'vip-2+1-30',
    amenities: 'wifi power toilet air-conditioning',
    towns: ['tallinn', 'tartu', 'valga', 'valmiera', 'riga'],
    runs: [{ service: 'daily', out: ['08:20', '15:40'], home: ['07:15', '16:30'] }],
    fare: 'none',
  },
  {
    id: 'N5',
    company: 'lynx',
    colour: '7F1D1D',
    seatMap: 'double-2+2-74',
    amenities: 'wifi power toilet air-conditioning bicycles sleeper',
    towns: ['warsaw', 'suwalki', 'kaunas', 'panevezys', 'riga', 'parnu', 'tallinn'],
    runs: [
      { service: 'nights', out: ['17:30'], home: ['16:00'] },
      { service: 'rush', out: ['19:00'], home: ['18:00'] },
    ],
    fare: 'distance',
  },
]
