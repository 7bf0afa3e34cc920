import { prepareAccountForm } from "./account-form.js";

prepareAccountForm("sign-up");
