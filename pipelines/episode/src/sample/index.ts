export { openSampleShow, type SampleFile, type SampleShow } from './sample-show.ts';
