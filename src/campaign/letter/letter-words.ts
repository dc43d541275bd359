import type { AllocationOutcome, Basis, ReasonGroup } from '../../model/reasons.js';
import type { Path } from '../../suppression/facts.js';
import type { InLanguages } from './reason-sentences.js';

/** The fixed sentences of an answer to a customer. */

const say = (en: string, sv: string, fi: string): InLanguages => ({ en, sv, fi });

export const verdicts = {
  sent: say('You are to get this message.', 'Du ska få detta utskick.', 'Saat tämän viestin.'),
  suppressed: say(
    'You do not get this message, for these reasons:',
    'Du får inte detta utskick, av dessa skäl:',
    'Et saa tätä viestiä seuraavista syistä:',
  ),
  noMember: say(
    'You do not get this message: it is meant for others. Nothing else would stand against it.',
    'Du får inte detta utskick: det är avsett för andra. Inget annat talar emot det.',
    'Et saa tätä viestiä: se on tarkoitettu muille. Muuta estettä ei ole.',
  ),
} as const;

export const groups: Readonly<Record<ReasonGroup, InLanguages>> = {
  final: say(
    'This stays so until you tell us otherwise, or the law does.',
    'Det gäller tills du eller lagen säger något annat.',
    'Tämä pysyy voimassa, kunnes sinä tai laki määrää toisin.',
  ),
  fixable: say(
    'This changes once the details are completed or corrected.',
    'Det ändras när uppgifterna kompletteras eller rättas.',
    'Tämä muuttuu, kun tiedot täydennetään tai oikaistaan.',
  ),
  timing: say('This changes with time.', 'Det ändras med tiden.', 'Tämä muuttuu ajan myötä.'),
};

export const outcomes: Readonly<Record<Exclude<AllocationOutcome, 'listed'>, InLanguages>> = {
  capped: say(
    'You may get this message, but you are getting other messages from us at the same time.',
    'Du får lov att få detta utskick, men du får andra utskick från oss samtidigt.',
    'Voisit saada tämän viestin, mutta saat meiltä samaan aikaan muita viestejä.',
  ),
  duplicate: say(
    'You may get this message, but it already goes to the same address.',
    'Du får lov att få detta utskick, men det går redan till samma adress.',
    'Voisit saada tämän viestin, mutta se lähtee jo samaan osoitteeseen.',
  ),
  over_limit: say(
    'You may get this message, but it goes to a limited number of people only.',
    'Du får lov att få detta utskick, men det går bara till ett begränsat antal personer.',
    'Voisit saada tämän viestin, mutta se lähetetään vain rajalliselle joukolle.',
  ),
  held_out: say(
    'You may get this message, but a few people drawn by lot do not get it, so that we can see what it does.',
    'Du får lov att få detta utskick, men några lottade personer får det inte, så att vi kan se vad det gör.',
    'Voisit saada tämän viestin, mutta muutama arvottu henkilö ei saa sitä, jotta näemme sen vaikutuksen.',
  ),
};

export const grounds: Readonly<Record<Basis, InLanguages>> = {
  consent: say(
    'Because you consented to it.',
    'För att du har samtyckt till det.',
    'Koska olet antanut siihen suostumuksen.',
  ),
  legacy_consent: say(
    'Because you consented to it; we know when and how, and keep no document of it.',
    'För att du har samtyckt till det; vi vet när och hur, men har inget dokument.',
    'Koska olet antanut siihen suostumuksen; tiedämme milloin ja miten, mutta asiakirjaa ei ole.',
  ),
  soft_opt_in: say(
    'Because you are a customer and have not declined.',
    'För att du är kund och inte har tackat nej.',
    'Koska olet asiakkaamme etkä ole kieltänyt sitä.',
  ),
  legitimate_interest: say(
    'Because we have an interest in it that the law accepts; you may object at any time.',
    'För att vi har ett intresse av det som lagen godtar; du kan invända när som helst.',
    'Koska meillä on siihen lain hyväksymä etu; voit vastustaa sitä milloin tahansa.',
  ),
  service_message: say(
    'Because it belongs to what you have agreed with us.',
    'För att det hör till det du har avtalat med oss.',
    'Koska se kuuluu siihen, mistä olet sopinut kanssamme.',
  ),
};

/** How a record came to apply. Of somebody who shares an address nothing is told. */
export const paths: Readonly<Record<Path, InLanguages>> = {
  own: say('recorded for you', 'antecknat för dig', 'merkitty sinulle'),
  merge: say(
    'recorded under an earlier customer number of yours',
    'antecknat under ett tidigare kundnummer',
    'merkitty aiemmalle asiakasnumerollesi',
  ),
  identifier: say(
    'recorded for an address that you have or have had',
    'antecknat för en adress som du har eller har haft',
    'merkitty osoitteelle, joka sinulla on tai on ollut',
  ),
  shared_identifier: say(
    'recorded for the address that we would use',
    'antecknat för den adress som vi skulle använda',
    'merkitty osoitteelle, jota käyttäisimme',
  ),
  group: say('with another company of our group', 'hos ett annat bolag i vår grupp', 'konsernimme toisessa yhtiössä'),
};

export const reference = say('reference', 'referens', 'viite');
export const rowWord = say('row', 'rad', 'rivi');
