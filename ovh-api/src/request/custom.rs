//! Parts of a request that no schema declares: for untyped calls, and for parameters that the schemas do not know yet.

use std::fmt::Display;
use std::marker::PhantomData;

use ovh_api_core::internal::RawRequest;

use super::Request;
use crate::json::{Decoded, FromJson, Json, JsonBody, JsonForm, ReadForm};
use crate::{CallPath, Method};

impl<C> Request<C, Json> {
    /// Creates a request without a generated operation.
    pub(crate) fn untyped(client: C, method: Method, path: CallPath) -> Self {
        Self { client, parts: Box::new(RawRequest::untyped(method, path)), marker: PhantomData }
    }
}

/// Parts that the schemas do not declare.
impl<C, T, P> Request<C, T, P> {
    /// Adds a query parameter, percent-encoded. Call it again with the same name to repeat the parameter.
    ///
    /// ```
    /// # #[cfg(feature = "domain")]
    /// # fn example(client: &ovh_api::Client) {
    /// let request = client.domain().zone_record("example.com").query("new", "a b").query("limit", 5);
    /// assert_eq!(request.query_string(), Some("new=a%20b&limit=5"));
    /// # }
    /// ```
    pub fn query(mut self, name: &str, value: impl Display) -> Self {
        self.parts.add_query(name, &value);
        self
    }

    /// Sets a header, replacing its value.
    ///
    /// Sending the request fails if the name or the value contains characters that headers cannot contain, such as a
    /// line break, and for the headers that the client sets: `Authorization`, `Connection`, `Content-Length`,
    /// `Content-Type`, `Host`, `Proxy-Authorization`, `Transfer-Encoding` and all that begin with `X-Ovh-`.
    pub fn header(mut self, name: &str, value: impl Display) -> Self {
        self.parts.set_any_header(name, &value);
        self
    }

    /// Sets the whole body: any type that implements `serde::Serialize`, such as [`Json`], or a request type of this
    /// crate.
    ///
    /// ```
    /// # fn example(client: &ovh_api::Client) {
    /// let body = serde_json::json!({ "description": "backup" });
    /// let request = client.call(ovh_api::Method::Put, "/me/sshKey/laptop").json(&body);
    /// assert_eq!(request.body(), Some(&br#"{"description":"backup"}"#[..]));
    /// # }
    /// ```
    pub fn json<Form>(mut self, body: &(impl JsonBody<Form> + ?Sized)) -> Self {
        self.parts.set_encoded_body(body.json_text());
        self
    }

    /// Sends the request without authentication, for public operations that are called by their path. Some of them
    /// reject signed requests. Typed requests for public operations are never authenticated.
    pub fn unauthenticated(mut self) -> Self {
        self.parts.options.unauthenticated = true;
        self
    }

    /// Returns the same request with the response as a type of the program, any that implements `DeserializeOwned`.
    /// Set parameters that the operation declares first.
    ///
    /// ```
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Policy {
    ///     id: String,
    ///     name: String,
    /// }
    ///
    /// # async fn example(client: &ovh_api::Client) -> Result<(), ovh_api::Error> {
    /// let policies = client.call(ovh_api::Method::Get, "/v2/iam/policy").decode::<Vec<Policy>>().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the response does not match the type, the request fails with an error of the kind
    /// [`Decode`](crate::ErrorKind::Decode). Its message contains no value.
    pub fn decode<T2: JsonForm<Form: ReadForm<T2>>>(self) -> Request<C, Decoded<T2>> {
        Request { client: self.client, parts: self.parts, marker: PhantomData }
    }

    /// Returns the same request with the response as a type of this crate, or any other that implements [`FromJson`].
    /// Set parameters that the operation declares first.
    ///
    /// Unlike [`decode`](Self::decode), it decodes [leniently](crate::json), and a list can be
    /// [expanded](Self::expand) or read [page by page](Self::pages).
    pub fn typed<T2: FromJson>(self) -> Request<C, T2> {
        Request { client: self.client, parts: self.parts, marker: PhantomData }
    }
}
