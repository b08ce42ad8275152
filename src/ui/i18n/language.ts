/** The words of the language chosen now. */
import { usePreferences } from '../layout/preferences.ts';
import { en, type Dictionary } from './en.ts';
import { ko } from './ko.ts';

export type Language = 'en' | 'ko';

export const dictionaries: Record<Language, Dictionary> = { en, ko };

export const useWords = (): Dictionary => dictionaries[usePreferences((state) => state.language)];
