// Shows the node's own OpenAPI document; nothing is fetched from elsewhere.
SwaggerUIBundle({
  url: 'openapi.yaml',
  dom_id: '#api',
  validatorUrl: null,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
});
