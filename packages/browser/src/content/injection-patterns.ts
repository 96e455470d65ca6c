/**
 * What a text says that speaks to an assistant rather than to people: by pattern, for lower-case text of plain letters
 * (`forMatching`). They are to be few and plain: a line too many that is left out costs little, and nothing can be caught
 * by patterns alone.
 */
export const INJECTION_PATTERNS: readonly RegExp[] = [
  ...english(),
  ...markup(),
  ...exfiltration(),

  // German.
  /\b(?:ignorier|vergiss|vergess|missacht|verwirf|uberspring)\w*\b.{0,40}\b(?:vorherig|vorig|bisherig|obig|fruher|vorangegangen|all|dein|ihr|urspr)\w*.{0,30}\b(?:anweisung|instruktion|befehl|regel|vorgabe|auftrag|aufgabe|prompt)/,
  /\bdu bist (?:jetzt|nun|ab sofort|nicht mehr)\b.{0,60}\b(?:assistent|ki|agent|modell|bot|hacker)/,
  /\bneue (?:aufgabe|anweisung|anweisungen)\s*:/,
  /\b(?:sag|sage|verrate|erzahl|erzahle|melde)\b.{0,30}\b(?:benutzer|nutzer|anwender)\w*\b.{0,20}\b(?:nicht|nichts)\b/,
  /\b(?:zeig|gib|nenn|verrat|wiederhol|schick|send)\w*\b.{0,30}\b(?:system-?prompt|systemanweisung)/,

  // French.
  /\b(?:ignore|oublie|neglige|ne (?:tiens|tenez) pas compte)\w*\b.{0,40}\b(?:instructions?|consignes?|ordres?|directives?)\b.{0,20}\b(?:precedent|anterieur|ci-dessus|initial|d'origine)/,
  /\b(?:ignore|oublie|neglige)\w*\b.{0,20}\b(?:tes|vos|toutes les)\b.{0,20}\b(?:instructions|consignes|directives)/,
  /\b(?:tu es|vous etes) (?:maintenant|desormais)\b.{0,60}\b(?:assistant|ia|agent|modele|bot)/,
  /\bnouvelles? (?:tache|mission|instructions?|consignes?)\s*:/,
  /\bne (?:dis|dites|revele|revelez) (?:rien|pas)\b.{0,30}\butilisateur/,

  // Spanish, Portuguese, Italian, Dutch.
  /\b(?:ignor|olvid|desestim|desconsider|esquec|haz caso omiso)\w*\b.{0,40}\b(?:instrucciones|indicaciones|ordenes|instrucoes|ordens)\b.{0,20}\b(?:anterior|previa|previo|de arriba|acima)/,
  /\b(?:ahora eres|eres ahora|agora voce e|voce e agora)\b.{0,60}\b(?:asistente|assistente|ia|agente|modelo|bot)/,
  /\b(?:nueva tarea|nuevas instrucciones|nova tarefa|novas instrucoes|nuovo compito|nuove istruzioni|nieuwe taak|nieuwe opdracht)\s*:/,
  /\bno (?:le )?(?:digas|diga|cuentes) (?:nada )?(?:de esto )?al? usuario/,
  /\b(?:ignora|ignori|ignorate|dimentica|dimentichi)\b.{0,40}\b(?:istruzioni|ordini|indicazioni)\b.{0,20}\b(?:precedent|sopra|inizial)/,
  /\b(?:negeer|vergeet)\b.{0,40}\b(?:vorige|eerdere|bovenstaande|alle|je|uw)\b.{0,20}\b(?:instructies|opdrachten|aanwijzingen)/,
];

function english(): RegExp[] {
  return [
    /\b(?:ignore|disregard|forget|override|overrule|bypass|neglect)\b.{0,40}\b(?:previous|prior|above|earlier|preceding|original|initial|foregoing|your|all|any|system|these|those)\b.{0,30}\b(?:instructions?|prompts?|orders|directions|guidelines|commands?|directives?|system messages?|rules you)\b/,
    /\b(?:forget|disregard|ignore)\b.{0,15}\b(?:what|everything|all)\b.{0,10}\byou (?:were|have been|are|was) (?:told|asked|instructed|given)\b/,
    /\byou are (?:now|no longer|from now on)\b.{0,60}\b(?:assistant|ai|agent|language model|chatbot|bot|chatgpt|claude|gpt|dan|developer mode|jailbroken|unrestricted)\b/,
    /\bfrom now on,? you (?:are|will|must|shall|should)\b/,
    /\b(?:pretend|act|behave|respond) (?:to be|as(?: if you)?)\b.{0,40}\b(?:unrestricted|uncensored|jailbroken|without (?:any )?(?:rules|restrictions|limits|filters))\b/,
    /(?:^|[.!?:]\s)\W{0,4}(?:new|updated|revised|real|actual) (?:task|instructions?|objective|goal|orders?|directive|mission|system prompt)\s*[:\-\u2013\u2014]/,
    /\byour (?:new|real|true|actual|only) (?:task|goal|objective|instructions?|mission|orders) (?:is|are)\b/,
    /\b(?:changed|replaced|updated|overridden) your (?:goal|task|instructions?|objective|mission|orders)\b/,
    /\b(?:repeat|reveal|print|output|display|leak|share|send|copy|show|tell me)\b.{0,40}\b(?:system prompt|(?:your|initial|hidden|secret) (?:prompt|instructions|system message))\b/,
    /\b(?:do not|don't|never|without)\s(?:tell|telling|inform|informing|mention|mentioning|reveal|alert|alerting|notify|notifying|warn|warning|ask|asking)\b.{0,30}\b(?:user|operator|human|developer)s?\b/,
    /\bif you are an? (?:ai|llm|(?:large )?language model|(?:ai |virtual |web )?assistant|(?:ai |autonomous |web |browser )?agent|automated (?:agent|assistant))\b/,
    /\b(?:attention|instructions?|message|note|important)\b.{0,20}\b(?:ai|llm|language model|chatbot|browser)s?[ -]?(?:assistants?|agents?|models?|bots?)?\s*[:!]/,
  ];
}

/** How conversations and calls of tools are written down for models. */
function markup(): RegExp[] {
  return [
    /<\|[a-z_]{2,30}\|>|\[\/?inst\]|<<\/?sys>>/,
    /<\/?\s*(?:system|assistant|instructions?|tool_calls?|tool_results?|function_calls?|function_results?|invoke|antml|web-content)\b/,
    /(?:^|[>:"'\]]\s{0,2})\W{0,6}(?:system|assistant|developer|tool|admin)(?:\s(?:message|prompt|note|override|alert))?\W{0,3}:.{0,120}\b(?:you|your|ignore|must|navigate|instructions?|goal|task|open|visit|click|download|send|reveal|user)\b/,
    /["'](?:tool|function|tool_name|function_call|tool_calls?|recipient_name|action)["']\s*:\s*["'{[].{0,120}["'](?:arguments?|parameters?|input|args|tool_input)["']\s*:/,
    /["']name["']\s*:\s*["'][^"']{1,60}["']\s*,\s*["'](?:arguments|parameters|args|tool_input)["']\s*:/,
  ];
}

/** Addresses with a place for what the reader knows. */
function exfiltration(): RegExp[] {
  return [
    /!\[[^\]]{0,80}\]\(\s*https?:\/\/[^)]{0,300}(?:\{|\[|<|%7b|\$\{)/,
    /https?:\/\/\S{1,300}(?:\{\{?|\[|<|%7b)[^}\]>]{0,60}\b(?:everything|secret|context|conversation|history|prompt|password|token|cookies?|api.?key|user data|your (?:answer|data|notes|instructions))/,
  ];
}
