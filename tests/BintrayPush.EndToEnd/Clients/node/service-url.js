// The command line tool has no option for the service's URL.
require('bintray').prototype.config.baseUrl = process.env.SERVICE_URL;
