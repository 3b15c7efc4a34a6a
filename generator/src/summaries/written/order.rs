//! Sentences of `/order`.

#[rustfmt::skip]
pub const ROWS: &[(&str, &str)] = &[
    ("DELETE /order/cart/{}", "Deletes a cart."),
    ("DELETE /order/cart/{}/coupon", "Removes a coupon from a cart."),
    ("DELETE /order/cart/{}/item/{}", "Removes an item from a cart."),
    ("DELETE /order/cart/{}/item/{}/configuration/{}", "Deletes a configuration of an item of a cart."),
    ("GET /order/cart", "Lists your carts."),
    ("GET /order/cart/{}", "Returns a cart."),
    ("GET /order/cart/{}/checkout", "Previews the order of a cart."),
    ("GET /order/cart/{}/coupon", "Lists the coupons of a cart."),
    ("GET /order/cart/{}/domain", "Lists the offers for a domain."),
    ("GET /order/cart/{}/domain/options", "Lists the options for a domain."),
    ("GET /order/cart/{}/item", "Lists the items of a cart."),
    ("GET /order/cart/{}/item/{}", "Returns an item of a cart."),
    ("GET /order/cart/{}/item/{}/configuration", "Lists the configuration of an item of a cart."),
    ("GET /order/cart/{}/item/{}/configuration/{}", "Returns a configuration of an item of a cart."),
    ("GET /order/cart/{}/item/{}/requiredConfiguration", "Lists the configuration that an item of a cart requires."),
    ("GET /order/cart/{}/summary", "Returns the prices of a cart."),
    ("POST /order/cart", "Creates a cart."),
    ("POST /order/cart/{}/assign", "Assigns a cart to your account."),
    ("POST /order/cart/{}/checkout", "Turns a cart into an order."),
    ("POST /order/cart/{}/coupon", "Adds a coupon to a cart."),
    ("POST /order/cart/{}/domain", "Adds a domain to a cart."),
    ("POST /order/cart/{}/item/{}/configuration", "Configures an item of a cart."),
    ("PUT /order/cart/{}", "Changes a cart."),
    ("PUT /order/cart/{}/item/{}", "Changes an item of a cart."),
];
