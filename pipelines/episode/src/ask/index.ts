export { askModel, UselessAnswerError } from './ask-model.ts';
export { FENCE_NOTICE, fenced } from './fence.ts';
export { languageName, primaryLanguage } from './language-name.ts';
