import type { RecordsInput } from 'clearlist';

/** Four made-up customers and what is known about them. */
export const records: RecordsInput = {
  profile: [
    { id: 'ada', email: 'Ada@example.se', country: 'SE', birthDate: '1985-05-01', firstName: 'Ada' },
    { id: 'bo', email: 'bo@example.fi', country: 'FI', birthDate: '1990-02-28', firstName: 'Bo' },
    { id: 'liv', email: 'liv@example.no', country: 'NO', birthDate: '1979-11-30', firstName: 'Liv' },
    { id: 'ida', email: 'ADA+family@example.se', country: 'SE', birthDate: '1988-07-07', firstName: 'Ida' },
  ],
  purchase: ['ada', 'bo', 'liv', 'ida'].flatMap((profileId) =>
    ['2026-03-02', '2026-05-11', '2026-08-20'].map((day) => ({
      profileId,
      controller: 'okq8',
      receipt: `${profileId}-${day}`,
      occurredAt: `${day}T08:15:00Z`,
      category: 'fuel/diesel',
      quantity: '40',
      amount: '812.50',
      currency: 'SEK',
      contactCollected: true,
      optOutOffered: true,
    })),
  ),
  event: ['ada', 'bo', 'liv', 'ida'].map((profileId) => ({
    profileId,
    type: 'app_open',
    occurredAt: '2026-11-10T19:00:00Z',
  })),
  permission: [
    {
      profileId: 'liv',
      controller: 'okq8',
      purpose: 'direct_marketing',
      channel: 'email',
      state: 'withdrawn',
      occurredAt: '2026-10-01T12:00:00Z',
      origin: 'data_subject',
    },
  ],
  objection: [
    {
      id: 'obj-17',
      email: 'ada@example.se',
      controller: 'okq8_bank',
      purpose: 'direct_marketing',
      channel: '*',
      occurredAt: '2026-09-01T08:12:00Z',
      origin: 'phone_call',
    },
  ],
};
