/**
 * The words of buttons that do something which cannot be undone, costs money, tells somebody something, or ends a session:
 * for lower-case text of plain letters (`forMatching`), each as whole words. What is common in one language and means
 * something harmless in another is left out.
 */
const DESTRUCTIVE: readonly (readonly [language: string, words: string])[] = [
  [
    'en',
    'delete|deletion|remove|erase|destroy|wipe|purge|deactivate|terminate|cancel (?:my |your |the )?(?:subscription|membership|order|account|plan|booking)|close (?:my |your |the )?account|reset (?:all|everything|account|password)|pay|pay now|payment|buy|purchase|check ?out|(?:place|complete|confirm|submit) (?:my |your |the )?(?:order|payment|purchase|transfer|booking|transaction)|order now|book now|order(?! by| of|ed)|donate|subscribe|start .{0,20}subscription|paid subscription|start .{0,12}trial|upgrade (?:now|plan|account)|unsubscribe|send|send (?:message|money|now)|post (?:comment|reply|review|message)|publish|transfer|wire|withdraw|log ?out|sign ?out|place bid|sell|grant access|revoke',
  ],
  [
    'de',
    'losche?n?|loscht|geloscht|loschung|entfernen|kaufen|kauf(?:t|e)|bestellen|bestellung|bezahlen|zahlungspflichtig\\w*|jetzt zahlen|zahlung|abonnieren|abo abschliessen|(?:ab|ver)?senden|absenden|abschicken|verschicken|uberweisen|uberweisung|abmelden|abmeldung|ausloggen|kundigen|kundigung|spenden|buchen|zur kasse|veroffentlichen|zurucksetzen|deaktivieren',
  ],
  [
    'fr',
    "supprimer|supprime|suppression|effacer|retirer|acheter|payer|paiement|commander|passer (?:la |ma )?commande|valider (?:la |ma |votre )?commande|s'abonner|abonner|abonnez-vous|envoyer|virement|transferer|(?:se )?deconnecter|deconnexion|(?:se )?desabonner|resilier|publier|desactiver",
  ],
  [
    'es',
    'eliminar|elimina|borrar|quitar|comprar|compra(?:r)? ahora|pagar|pago|(?:realizar|hacer|confirmar) (?:el )?pedido|suscrib\\w+|suscripcion|enviar|transferir|transferencia|cerrar (?:la )?sesion|desconectar|donar|anular|darse de baja|publicar|desactivar',
  ],
  [
    'it',
    "eliminare|elimina|cancellare|cancella|rimuovere|rimuovi|acquistare|acquista|comprare|compra|pagare|paga|pagamento|(?:effettua|conferma|invia) (?:l')?ordine|ordina ora|abbonati|abbonarsi|iscriviti|inviare|invia|trasferisci|bonifico|esci|disconnetti\\w*|pubblica|disattiva",
  ],
  [
    'pt',
    'excluir|apagar|remover|comprar|pagar|pagamento|encomendar|finalizar (?:a )?compra|assinar|subscrever|enviar|transferir|sair|terminar sessao|doar|publicar',
  ],
  [
    'nl',
    'verwijder(?:en)?|wissen|kopen|betaal|betalen|bestel(?:len)?|afrekenen|abonneer|abonneren|verzend(?:en)?|verstuur|versturen|overmaken|uitloggen|afmelden|doneer|opzeggen|plaatsen',
  ],
  [
    'pl',
    'usun|usuwanie|skasuj|kup|kupuje|kup teraz|zaplac|zaplacic|zamow|zamawiam|subskrybuj|wyslij|przelej|przelew|wyloguj(?: sie)?|opublikuj',
  ],
  ['sv', 'radera|ta bort|kop nu|kopa?|betala|bestall|prenumerera|skicka|overfor|logga ut|avsluta'],
  ['da', 'slet|fjern|kob|kob nu|betal|bestil|abonner|overfor|log ud'],
  ['no', 'slett|fjern|kjop|kjop na|betal|bestill|abonner|overfor|logg ut'],
  ['fi', 'poista|osta|osta nyt|maksa|tilaa|laheta|siirra|kirjaudu ulos'],
  ['cs', 'smazat|odstranit|koupit|zaplatit|objednat|odebirat|odeslat|poslat|prevest|odhlasit(?: se)?'],
  ['tr', 'sil|kaldir|satin al|odeme yap|simdi ode|siparis ver|abone ol|gonder|cikis yap|oturumu kapat'],
];

/** The words that buttons and links begin with which only show, play, load or close something, or are about cookies. */
const SAFE: readonly (readonly [language: string, words: string])[] = [
  [
    'en',
    'play|pause|stop|listen|watch|download|more|information|info|about|details?|show|hide|view|see|read|next|previous|prev|first|last|back|load|skip|search|find|filter|sort|menu|close|expand|collapse|open menu|transcript|chapters?|episodes?|(?:accept|allow|reject|decline|refuse|deny|agree to|manage)(?: all| only)?(?: (?:the |necessary |essential |optional |these )?(?:cookies?|all))?|only (?:necessary|essential)(?: cookies)?|got it|mute|unmute|volume|share',
  ],
  [
    'de',
    'abspielen|wiedergabe|pause|anhoren|horen|ansehen|(?:folge |datei )?herunterladen|download|mehr|weitere?|informationen|details|anzeigen|zeigen|ausblenden|weiterlesen|nachste|vorherige|zuruck|suchen?|menu|schliessen|zuklappen|aufklappen|folgen?|sendung|(?:alle |alles )?(?:cookies )?(?:akzeptieren|ablehnen|zulassen|zustimmen)|nur (?:notwendige|erforderliche)',
  ],
  [
    'fr',
    'lecture|lire|ecouter|regarder|telecharger|plus|en savoir plus|informations?|details|afficher|voir|masquer|suivant|precedent|retour|rechercher|chercher|menu|fermer|episodes?|(?:tout )?(?:accepter|refuser)(?: tout)?(?: les cookies)?',
  ],
  [
    'es',
    'reproducir|escuchar|ver|descargar|mas|informacion|detalles|mostrar|ocultar|siguiente|anterior|volver|buscar|menu|cerrar(?! (?:la )?(?:sesion|cuenta))|episodios?|(?:aceptar|rechazar)(?: todas?| todo)?(?: las cookies)?',
  ],
  [
    'it',
    'riproduci|ascolta|guarda|scarica|altro|piu|informazioni|dettagli|mostra|nascondi|avanti|successivo|precedente|indietro|cerca|menu|chiudi|episodi|(?:accetta|rifiuta)(?: tutti| tutto)?(?: i cookie)?',
  ],
  [
    'pt',
    'reproduzir|ouvir|baixar|descarregar|mais|informacoes|detalhes|mostrar|proximo|seguinte|voltar|pesquisar|fechar|(?:aceitar|rejeitar)(?: todos)?(?: os cookies)?',
  ],
  [
    'nl',
    'afspelen|luister(?:en)?|bekijk(?:en)?|downloaden|meer|informatie|details|tonen|toon|volgende|vorige|terug|zoeken|sluiten|(?:alles )?(?:accepteren|weigeren)(?: cookies)?',
  ],
  [
    'pl',
    'odtworz|sluchaj|pobierz|wiecej|informacje|szczegoly|pokaz|nastepny|poprzedni|wstecz|szukaj|zamknij|(?:akceptuj|odrzuc)(?: wszystkie)?',
  ],
  [
    'sv',
    'spela|lyssna|ladda ner|mer|information|visa|nasta|foregaende|tillbaka|sok|stang|(?:acceptera|godkann|avvisa)(?: alla)?',
  ],
  ['da', 'afspil|lyt|hent|mere|information|vis|naeste|forrige|tilbage|sog|luk|(?:accepter|afvis)(?: alle)?'],
  ['no', 'spill av|lytt|last ned|mer|informasjon|vis|neste|forrige|tilbake|sok|lukk|(?:godta|avvis)(?: alle)?'],
  [
    'fi',
    'toista|kuuntele|lataa|lisaa|tiedot|nayta|seuraava|edellinen|takaisin|haku|sulje|(?:hyvaksy|hylkaa)(?: kaikki)?',
  ],
  [
    'cs',
    'prehrat|poslechnout|stahnout|vice|informace|podrobnosti|zobrazit|dalsi|predchozi|zpet|hledat|zavrit|(?:prijmout|odmitnout)(?: vse)?',
  ],
  [
    'tr',
    'oynat|dinle|indir|daha fazla|bilgi|ayrintilar|goster|sonraki|onceki|geri|ara|kapat|(?:tumunu )?(?:kabul et|reddet)',
  ],
];

/** Signs that stand for playing, showing more, a menu, or going on. */
const SAFE_SIGNS = /^[▶⏵►⏯⏸⏩⏪⏭⏮🔍⋮⋯…☰≡›‹»«→←↑↓▼▲▾▸⌄⬇⤓+\s]+$/u;

/** Of an address's parts: what is done when somebody opens it. */
const DESTRUCTIVE_ADDRESS =
  /^(?:delete|remove|destroy|erase|purge|logout|signout|unsubscribe|subscribe|checkout|purchase|buy|pay|deactivate|terminate|transfer)$/;

const destructive = wordsOf(DESTRUCTIVE, (words) => new RegExp(`(?<![\\w])(?:${words})(?![\\w])`));
const safe = wordsOf(SAFE, (words) => new RegExp(`^\\W*(?:${words})(?![\\w])`));

/** Whether words of a control, made plain by `forMatching`, say that it does harm. */
export function soundsDestructive(plain: string): boolean {
  return destructive.some((pattern) => pattern.test(plain));
}

/** Whether they say that it does none. Ask `soundsDestructive` first. */
export function soundsSafe(plain: string): boolean {
  return SAFE_SIGNS.test(plain) || safe.some((pattern) => pattern.test(plain));
}

/** A part of a path or a value of a query has at most so many words, else it is a title. */
const MOST_WORDS = 3;

/** Whether an address says that opening it does harm: `/account/delete`, `?action=log-out`. */
export function leadsToHarm(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { pathname, searchParams } = new URL(url);
  const parts = [...pathname.split('/'), ...searchParams.keys(), ...searchParams.values()];
  return parts.some((part) => {
    const words = part
      .toLowerCase()
      .split(/[-_.+ ]+/)
      .filter((word) => word !== '');
    const isAction =
      words.some((word) => DESTRUCTIVE_ADDRESS.test(word)) || /^(?:log|sign)-?out$/.test(words.join('-'));
    return words.length <= MOST_WORDS && isAction;
  });
}

function wordsOf(
  table: readonly (readonly [string, string])[],
  toPattern: (words: string) => RegExp,
): readonly RegExp[] {
  return table.map(([, words]) => toPattern(words));
}
