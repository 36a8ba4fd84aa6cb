/** What a page hands to the components that it renders. */
declare namespace App {
  interface Locals {
    /** The write-up that is being rendered. */
    writeUp?: import('./words/write-up/begin.ts').WriteUp;
  }
}
