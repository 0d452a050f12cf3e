/** Which version of the privacy policy this app shows; the server knows the words of each (PrivacyText). */
export const PRIVACY_VERSION = '2';
