/** How all vectors are made anew, where nobody says which command does it. */
export const GENERAL_REMEDY = 'Remove all vectors, and run the step `embed` of every episode again.';
