import type { ReasonCode } from '../../model/reasons.js';

/** Languages in which customer service answers. */
export const letterLanguages = ['en', 'sv', 'fi'] as const;
/** A language that answers to customers are written in. */
export type LetterLanguage = (typeof letterLanguages)[number];

export type InLanguages = Readonly<Record<LetterLanguage, string>>;

const say = (en: string, sv: string, fi: string): InLanguages => ({ en, sv, fi });

const OURS = say(
  'Something on our side was not set up for this message, so it is not sent.',
  'Något hos oss var inte inställt för detta utskick, så det skickas inte.',
  'Tätä viestiä ei ollut määritetty meillä oikein, joten sitä ei lähetetä.',
);

/** Why somebody gets no message, as one says it to them. */
export const reasonSentences: Readonly<Record<ReasonCode, InLanguages>> = {
  AS_OF_INVALID: OURS,
  UNKNOWN_CONTROLLER: OURS,
  UNKNOWN_PURPOSE: OURS,
  UNKNOWN_CHANNEL: OURS,
  UNKNOWN_COUNTRY: say(
    'We do not send such messages to the country that we have recorded.',
    'Vi gör inga sådana utskick till det land som vi har antecknat.',
    'Emme lähetä tällaisia viestejä siihen maahan, joka meillä on tiedossa.',
  ),
  RECORD_UNPARSEABLE: say(
    'One of our records about you cannot be read, and it could be a refusal.',
    'En av våra uppgifter om dig går inte att läsa, och den kan vara ett nej.',
    'Yhtä sinua koskevaa tietoa ei voi lukea, ja se voi olla kielto.',
  ),
  DATA_NOT_READABLE: say(
    'You have not allowed us to use the data that chooses who gets this message.',
    'Du har inte tillåtit att vi använder de uppgifter som avgör vem som får utskicket.',
    'Et ole sallinut niiden tietojen käyttöä, joilla viestin saajat valitaan.',
  ),
  DECEASED: say(
    'According to our records the person has died.',
    'Enligt våra uppgifter har personen avlidit.',
    'Tietojemme mukaan henkilö on kuollut.',
  ),
  PROTECTED_IDENTITY: say(
    'You have protected personal data, so we send only what we must.',
    'Du har skyddade personuppgifter, så vi skickar bara det vi måste.',
    'Sinulla on turvakielto, joten lähetämme vain välttämättömän.',
  ),
  ERASED_SUPPRESSED: say(
    'You asked us to erase your data, and we stay away from the address.',
    'Du har bett oss radera dina uppgifter, och vi håller oss borta från adressen.',
    'Pyysit meitä poistamaan tietosi, emmekä käytä osoitetta.',
  ),
  PROCESSING_RESTRICTED: say(
    'The use of your data is restricted at your request.',
    'Användningen av dina uppgifter är begränsad på din begäran.',
    'Tietojesi käyttöä on rajoitettu pyynnöstäsi.',
  ),
  MINOR: say(
    'You are under the age from which we send marketing.',
    'Du är yngre än den ålder från vilken vi skickar reklam.',
    'Olet nuorempi kuin ikäraja, josta alkaen lähetämme markkinointia.',
  ),
  AGE_UNKNOWN: say(
    'We do not know your age, and this message needs it.',
    'Vi känner inte till din ålder, och det krävs för detta utskick.',
    'Emme tiedä ikääsi, ja tämä viesti edellyttää sitä.',
  ),
  OBJECTION_DIRECT_MARKETING: say(
    'You have objected to direct marketing.',
    'Du har invänt mot direktmarknadsföring.',
    'Olet vastustanut suoramarkkinointia.',
  ),
  OBJECTION_PROFILING: say(
    'You have objected to messages that are chosen by what we know about you.',
    'Du har invänt mot utskick som väljs efter vad vi vet om dig.',
    'Olet vastustanut viestejä, jotka valitaan sinusta tiedettyjen asioiden perusteella.',
  ),
  OBJECTION_PURPOSE: say(
    'You have objected to this use of your data.',
    'Du har invänt mot denna användning av dina uppgifter.',
    'Olet vastustanut tätä tietojesi käyttöä.',
  ),
  OBJECTION_LISTING_TRANSFER: say(
    'You have objected to your data being passed on to advertising services.',
    'Du har invänt mot att dina uppgifter lämnas till annonstjänster.',
    'Olet vastustanut tietojesi luovuttamista mainospalveluille.',
  ),
  CHANNEL_OPT_OUT: say(
    'You have declined messages on this channel.',
    'Du har tackat nej till utskick i denna kanal.',
    'Olet kieltänyt viestit tässä kanavassa.',
  ),
  TOPIC_OPT_OUT: say(
    'You have declined this kind of message.',
    'Du har tackat nej till denna typ av utskick.',
    'Olet kieltänyt tämäntyyppiset viestit.',
  ),
  COMPLAINT: say(
    'One of our messages was reported as unwanted.',
    'Ett av våra utskick har anmälts som oönskat.',
    'Yksi viesteistämme on ilmoitettu ei-toivotuksi.',
  ),
  DEVICE_PUSH_DISABLED: say(
    'Notifications are switched off on your device, or we do not know that they are on.',
    'Aviseringar är avstängda på din enhet, eller så vet vi inte att de är på.',
    'Ilmoitukset on poistettu käytöstä laitteessasi, tai emme tiedä niiden olevan käytössä.',
  ),
  PLATFORM_OPT_OUT: say(
    'You have switched off such advertising at the platform.',
    'Du har stängt av sådan reklam hos plattformen.',
    'Olet poistanut tällaisen mainonnan käytöstä alustalla.',
  ),
  GPC_SIGNAL: say(
    'Your browser has told us not to share your data.',
    'Din webbläsare har meddelat att vi inte får dela dina uppgifter.',
    'Selaimesi on ilmoittanut, ettei tietojasi saa jakaa.',
  ),
  NO_IDENTIFIER_FOR_CHANNEL: say(
    'We have no address for you on this channel.',
    'Vi har ingen adress till dig i denna kanal.',
    'Meillä ei ole osoitettasi tähän kanavaan.',
  ),
  IDENTIFIER_INVALID: say(
    'The address that we have for you cannot be used.',
    'Den adress vi har till dig går inte att använda.',
    'Meillä olevaa osoitettasi ei voi käyttää.',
  ),
  CONSENT_REFUSED: say('You said no when we asked.', 'Du svarade nej när vi frågade.', 'Vastasit ei, kun kysyimme.'),
  CONSENT_WITHDRAWN: say(
    'You have withdrawn your consent.',
    'Du har återkallat ditt samtycke.',
    'Olet peruuttanut suostumuksesi.',
  ),
  CONSENT_EXPIRED: say('Your consent has run out.', 'Ditt samtycke har gått ut.', 'Suostumuksesi on päättynyt.'),
  CONSENT_UNPROVEN: say(
    'We cannot show that you consented.',
    'Vi kan inte visa att du har samtyckt.',
    'Emme voi osoittaa, että olet antanut suostumuksen.',
  ),
  CONSENT_SCOPE_MISMATCH: say(
    'What you consented to is something else.',
    'Det du har samtyckt till gäller något annat.',
    'Suostumuksesi koskee jotakin muuta.',
  ),
  SOFT_OPT_IN_NOT_MET: say(
    'You are a customer, but what the law asks for writing to customers without consent is not met.',
    'Du är kund, men lagens villkor för utskick till kunder utan samtycke är inte uppfyllda.',
    'Olet asiakkaamme, mutta lain ehdot viestille ilman suostumusta eivät täyty.',
  ),
  CONSENT_MISSING: say(
    'You have not consented to this.',
    'Du har inte samtyckt till detta.',
    'Et ole antanut suostumusta tähän.',
  ),
  TRANSFER_REGION_NOT_ALLOWED: say(
    'Your data would leave the area in which we may use it.',
    'Dina uppgifter skulle lämna det område där vi får använda dem.',
    'Tietosi siirtyisivät pois alueelta, jolla saamme käyttää niitä.',
  ),
  REGISTER_HIT: say(
    'You are in a register of people who want no such contact.',
    'Du finns i ett register över personer som inte vill bli kontaktade så.',
    'Olet rekisterissä, jossa ovat tällaiset yhteydenotot kieltäneet.',
  ),
  REGISTER_MISSING: say(
    'The register of people who want no such contact has not been checked for you.',
    'Registret över personer som inte vill bli kontaktade har inte kontrollerats för dig.',
    'Kieltorekisteriä ei ole tarkistettu sinun osaltasi.',
  ),
  REGISTER_STALE: say(
    'Our check of the register of people who want no such contact is too old.',
    'Vår kontroll av registret över personer som inte vill bli kontaktade är för gammal.',
    'Kieltorekisterin tarkistuksemme on liian vanha.',
  ),
  HARD_BOUNCE: say(
    'Our last message came back: the address does not exist.',
    'Vårt senaste utskick kom tillbaka: adressen finns inte.',
    'Viimeisin viestimme palautui: osoitetta ei ole.',
  ),
  SOFT_BOUNCE_LIMIT: say(
    'Our messages could not be delivered several times lately.',
    'Våra utskick har inte kunnat levereras flera gånger på sistone.',
    'Viestejämme ei ole viime aikoina voitu toimittaa useaan kertaan.',
  ),
  QUIET_HOURS: say(
    'At that time we do not contact anybody.',
    'Vid den tiden kontaktar vi ingen.',
    'Siihen aikaan emme ota yhteyttä keneenkään.',
  ),
  FREQUENCY_CAP: say(
    'You have had enough messages from us lately.',
    'Du har fått tillräckligt många utskick från oss på sistone.',
    'Olet saanut meiltä viime aikoina jo tarpeeksi viestejä.',
  ),
  SUNSET_INACTIVE: say(
    'You have not been active with us for a long time.',
    'Du har inte varit aktiv hos oss på länge.',
    'Et ole asioinut kanssamme pitkään aikaan.',
  ),
  CONTROL_GROUP: say(
    'You are in a small group drawn by lot that gets no marketing for a while.',
    'Du ingår i en liten lottad grupp som inte får någon reklam under en tid.',
    'Kuulut pieneen arvottuun ryhmään, joka ei saa markkinointia jonkin aikaa.',
  ),
};
