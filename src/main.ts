console.log("dbundle");
