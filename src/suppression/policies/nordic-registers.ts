import type { RegisterPolicy } from '../register-policy.js';

/**
 * Refusal registers of Sweden, Norway, Denmark and Finland, and how fresh they have to be.
 *
 * SE: NIX-Telefon, list every second month, consent naming the company for three months; NIX adresserat, three months
 * (swedma.se, nixtelefon.org, kontakta.se). DK: Robinson list, quarterly, and markedsføringsloven § 10 for calls. NO:
 * Reservasjonsregisteret, washed monthly, markedsføringsloven §§ 12–13. FI: Puhelin-Robinson and Posti-Robinson of ASML,
 * quarterly by self-regulation. Read 2026-11-22; values are those of the decision cases `suppression-decisions/1`.
 */
export const nordicRegisters: RegisterPolicy = {
  for: {
    'SE/phone': 'NIX_TELEFON',
    'SE/post': 'NIX_ADRESSERAT',
    'DK/phone': 'ROBINSON_DK',
    'DK/post': 'ROBINSON_DK',
    'NO/phone': 'RESERVASJONSREGISTERET',
    'NO/post': 'RESERVASJONSREGISTERET',
    'FI/phone': 'ROBINSON_FI_PHONE',
    'FI/post': 'ROBINSON_FI_POST',
  },
  maxAgeDays: {
    NIX_TELEFON: 62,
    NIX_ADRESSERAT: 92,
    ROBINSON_DK: 92,
    RESERVASJONSREGISTERET: 31,
    ROBINSON_FI_PHONE: 92,
    ROBINSON_FI_POST: 92,
  },
  consentMaxAgeDays: { NIX_TELEFON: 92 },
  customerExemption: { countries: ['SE', 'NO'], maxDaysSinceSale: 365 },
  researchOutside: true,
  phoneNeedsPriorConsent: ['DK'],
};
